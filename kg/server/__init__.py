"""The graph over HTTP on this machine: SPARQL 1.1 Protocol, a JSON API from one OpenAPI file, linked-data pages."""
