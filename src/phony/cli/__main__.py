"""`python -m phony.cli`: the `phony` command where no script is on the PATH."""

from phony.cli import app

if __name__ == "__main__":
    app()
