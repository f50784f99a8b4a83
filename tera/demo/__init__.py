"""The demonstration: prepares everything, then serves it until Ctrl-C (``python -m tera.demo [--reset]``)."""
