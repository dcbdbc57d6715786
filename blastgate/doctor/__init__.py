"""Does the gate really gate here? One file per thing that it rests on. Pure: facts in, diagnoses out."""
