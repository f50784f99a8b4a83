from .study import Rendering, Snapshot, Study, StudyQuerySet

__all__ = ["Rendering", "Snapshot", "Study", "StudyQuerySet"]
