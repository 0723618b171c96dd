"""Clients for plain HTTP. They read no certificates, which takes as long as ten requests."""

import ssl

import httpx

NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def plain_client(url: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=url, timeout=60, trust_env=False, verify=NO_CERTIFICATES)
