"""What an inspection amounts to: facts, the folded state, the walk, score and gaps. Pure: no disk, no clock.

Vocabulary
    *facts*       the kinds of entry and the shape of their values.
    *state*       the standing entries folded into one frozen `Inspection`.
    *item place*  an item, or an item at one sample: ``WP-2.2@S3``.
    *walk*        every item place in order, with its answer, verdict, photos and findings (`Line`).
    *site*        the look-ups that conditions, computed items and limits make during a walk.
    *progress*    how many places are answered; *coverage*: answered of applicable. Not compliance.
    *gap*         something still missing before the closing meeting.
    *score*       points, percent, caps, grade; *cap*: a condition that holds the grade down.
    *indicative*  参考值: read from an instrument out of calibration; printed, never scored.
    *trail*       who wrote what at a place, when, from what to what.
"""
