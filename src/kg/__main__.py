"""Run the command line as `python -m kg`."""

from kg.cli.main import run

if __name__ == "__main__":
    run()
