"""QR codes as pages draw them."""

from esports.qr import square


def test_the_picture_holds_every_dark_module_in_its_quiet_zone() -> None:
    made = square("https://week.example/desk/events/week/major/check-in#7QK2M-X0V1B")
    corners = [tuple(map(int, step.split("h")[0].split())) for step in made.path.split("M")[1:]]
    assert min(map(min, corners)) == 4
    assert max(map(max, corners)) == made.size - 5
