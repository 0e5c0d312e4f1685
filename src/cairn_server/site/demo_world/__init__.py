"""The demo: a believable world, made by a seeded generator through the operations of real use."""
