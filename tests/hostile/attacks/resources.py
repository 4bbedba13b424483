# %% name="endless_loop_at_the_top"
while True:
    pass

# %% name="endless_function" task="square"
def square(x):
    while True:
        pass

# %% name="memory_bomb"
hog = []
while True:
    hog.append(bytearray(50_000_000))
    hog[-1][::4096] = b"x" * len(hog[-1][::4096])

# %% name="fork_bomb"
import os
import time

end = time.monotonic() + 2
while time.monotonic() < end:
    try:
        os.fork()
    except OSError:
        pass

# %% name="a_gigabyte_of_output"
for _ in range(10_000):
    print("x" * 100_000)

# %% name="endless_recursion" task="square"
def square(x):
    return square(x) + 0

# %% name="fills_the_disk"
with open("full", "wb") as file:
    while True:
        file.write(b"x" * 10_000_000)

# %% name="many_files"
for number in range(10**6):
    open(f"f{number}", "w").close()

# %% name="many_threads"
import threading
import time

for _ in range(5000):
    threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()

# %% name="endless_iterator" task="counter"
class Counter:
    def __init__(self, start):
        self.start = start

    def __getattr__(self, name):
        return Counter(0)

    def __call__(self, *args):
        return self

    def __iter__(self):
        return self

    def __next__(self):
        return self
