"""The catalogue of questions as an HTTP interface, with its OpenAPI description."""
