"""Reading the case file: register, search, history, files. Every case is fetched by what its reader may see."""
