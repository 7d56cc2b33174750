"""Time that counts: seconds in which steps ran. A process that was stopped and continued does not age."""
import time
from statistics import median


class Clock:
    """`tick` after every step. A step far longer than its neighbours was stopped in the middle: it counts as one."""

    def __init__(self, seconds: float = 0.0):
        self.seconds, self.recent, self.last = seconds, [], time.monotonic()

    def tick(self):
        now = time.monotonic()
        step, self.last = now - self.last, now
        if len(self.recent) >= 8:
            usual = median(self.recent)
            step = usual if step > 8 * usual + 10 else step
        self.recent = (self.recent + [step])[-32:]
        self.seconds += step

    def skip(self):
        """Leaves out what has passed since the last tick: measuring and saving."""
        self.last = time.monotonic()
