"""Speed as ratios: every figure is compared with a reference measured in the same run."""
