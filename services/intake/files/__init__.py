"""Files of the districts, CSV and XLSX: read apart from the service, marked and given back."""
