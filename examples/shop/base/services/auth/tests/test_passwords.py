from auth import passwords


def test_the_right_password_matches():
    assert passwords.matches("correct horse", passwords.hash_password("correct horse"))


def test_another_password_does_not_match():
    assert not passwords.matches("battery staple", passwords.hash_password("correct horse"))
