# The same commands for those whose fingers type make; everything happens in ./run.
.PHONY: demo window test bench lint lock
demo window test bench lint lock:
	@sh run $@
