package io.certvigil.store.view;

/**
 * What a silence covers now, active or not.
 *
 * @param alerts the number of firing alerts
 * @param certificates the number of certificates
 */
public record SilenceReach(long alerts, long certificates) {}
