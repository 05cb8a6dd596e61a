# The same commands for those whose fingers type make; everything happens in ./run.
.PHONY: demo test lint lock
demo test lint lock:
	@sh run $@
