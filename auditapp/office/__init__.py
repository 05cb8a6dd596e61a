"""Head office, as a desk speaks to it: one protocol, several roads. This floor knows no disk, no screen and no PDF.

Vocabulary
    *office*      whoever a desk exchanges with: the hub, a folder (a share, a stick), a bundle by mail, another desk
    *road*        how an office is reached: `http`, `folder`, `bundle`, `memory`; all speak `protocol.Office`
    *round*       one exchange (`exchange`): hello, digests, entries both ways, files, receipt, comparison
    *digest*      how far each desk's strand goes and the id it ends with; never a "sent up to" bookmark
    *receipt*     the hub's signed word that it holds, on its drive, the entries of a digest and the files they name
    *quarantine*  where entries go that may not be let in (yet): kept and told, never dropped
    *enrolment*   a desk joins a company by a one-time code and gets a certificate; it worked before and loses nothing
    *company journal*  a journal beside the inspections' with what concerns all of them (released checklists)

Rules: every message may be repeated, cut or late; what was acknowledged is on a drive; clocks decide nothing; hashes
are compared at the end of every round; "safe at head office" is said only with a receipt.
"""
