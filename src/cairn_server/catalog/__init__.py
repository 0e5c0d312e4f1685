"""What can be learned and earned: units, items, rubrics, tasks, achievements."""
