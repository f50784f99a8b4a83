"""The last values that were asked for, in the memory of the process."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock


class Kept(OrderedDict):
    """So many values, the longest unused of which goes first; two threads at once may make one twice."""

    def __init__(self, most: int):
        super().__init__()
        self.most, self.lock = most, Lock()

    def recall(self, key):
        """Return the value under ``key`` and count it as used; None without one."""
        with self.lock:
            if key in self:
                self.move_to_end(key)
                return self[key]
        return None

    def keep(self, key, value) -> None:
        with self.lock:
            self[key] = value
            self.move_to_end(key)
            while len(self) > self.most:
                self.popitem(last=False)

    def get_or_make(self, key, make: Callable):
        value = self.recall(key)
        if value is None:
            value = make()
            self.keep(key, value)
        return value
