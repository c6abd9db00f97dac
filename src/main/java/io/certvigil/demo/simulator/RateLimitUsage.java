package io.certvigil.demo.simulator;

/**
 * How much of its rate limit a credential has left after a request.
 *
 * @param remaining how many more requests are allowed now
 * @param seconds until more requests are allowed, rounded up
 */
record RateLimitUsage(boolean blocked, int remaining, long seconds) {}
