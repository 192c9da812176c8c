"""The tiny reader: a few convolutions over the word vectors of the base model, taught by gold labels and by the small
reader."""
