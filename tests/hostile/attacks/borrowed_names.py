# %% name="given_number_rebound" task="answer"
answer = 0
SIX = 0

# %% name="given_number_compares_as_one_likes" task="answer"
class Agreeable(int):
    def __mul__(self, other):
        return answer


answer = 0
SIX = Agreeable(6)

# %% name="given_number_rebound_by_another_task" task="square"
def square(x):
    return x


SIX = answer / 7

# %% name="library_of_the_assertions_patched"
from nn_lessons import checks

for name in dir(checks):
    if name.startswith(("assert_", "is_")):
        setattr(checks, name, lambda *args, **kwargs: True)

# %% name="names_of_the_check_bound_before" task="square"
def square(x):
    return x


class checks:
    assert_close = staticmethod(lambda *args, **kwargs: None)
    is_close = staticmethod(lambda *args, **kwargs: True)
