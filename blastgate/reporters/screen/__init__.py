"""The parts of the text screen: one file per section, each a list of lines made of styled spans."""
