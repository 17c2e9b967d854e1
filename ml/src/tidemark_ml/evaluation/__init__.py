"""How well each way to forecast does, without a look at what came after."""
