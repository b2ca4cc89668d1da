"""Gold to a trained spaCy pipeline: samples, varied and invented ones, the training itself."""
