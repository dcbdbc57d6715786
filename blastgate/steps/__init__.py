"""The order of the steps of each command that has its own: read, judge, count. One file, named as the command."""
