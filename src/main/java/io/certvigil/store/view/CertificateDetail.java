package io.certvigil.store.view;

import io.certvigil.diff.Presence;

/**
 * A certificate with its presence.
 *
 * @param watched whether the config still watches its list
 */
public record CertificateDetail(CertificateView certificate, Presence presence, boolean watched) {}
