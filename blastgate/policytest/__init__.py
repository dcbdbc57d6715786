"""Examples of what a policy should say, judged without a repository. Pure: texts in, results out."""
