"""What is said about an assessment, in the same words in every format. Unescaped: whoever shows it escapes it."""
