"""Which commits were made with an AI tool, by the marks they carry; never by guessing."""
