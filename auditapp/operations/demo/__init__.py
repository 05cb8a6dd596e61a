"""The demonstration: a believable, finished inspection of a made-up centre, told with the ordinary verbs.

*scene*   a picture drawn here, standing in for a photo (nothing is downloaded, nobody is shown)
*story*   what the two inspectors found, as plain values
*tell*    the deeds of the story, one verb after the other

Nothing here has a way of its own into the journal: the demonstration proves the verbs.
"""
