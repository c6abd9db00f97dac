package io.certvigil.store;

import io.certvigil.policy.Alert;
import org.jspecify.annotations.Nullable;

/** An alert and, where it is about one, its certificate. */
public record AlertView(Alert alert, String summary, @Nullable CertificateView certificate) {}
