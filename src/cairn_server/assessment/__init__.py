"""Evidence, rubrics in use, and the judgement of people."""
