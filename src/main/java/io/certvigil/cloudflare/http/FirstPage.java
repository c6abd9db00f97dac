package io.certvigil.cloudflare.http;

/**
 * The first page of a list.
 *
 * @param size the page size with which it was requested; 0 if the list has no pages
 */
public record FirstPage<T>(PageResult<T> answer, int size) {}
