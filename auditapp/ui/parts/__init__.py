"""Small widgets of no page in particular: one noun, one file.

Each takes the theme first, words already in the reader's language, and tells what was meant by its signals.

    labels     ElidingLabel, Paragraph, label(theme, text, role)        segments   Segments, Segment
    buttons    button, icon_button                                      ring       Ring, Share
    card       Card, PressCard                                          empty      EmptyState
    pill       Pill                                                     toast      Toast
    chip       Chip, ChipRow                                            flow       FlowLayout
    scroll     scroll(widget), Column                                   field      Field (label above an editor)
"""
