# The same commands for those whose fingers type make; everything happens in ./run.
.PHONY: demo test bench lint lock
demo test bench lint lock:
	@sh run $@
