package io.certvigil.web.pages;

import io.certvigil.store.view.CertificateSort;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.Page;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The data of the certificates page.
 *
 * @param count how many match the filter; empty if they were not counted
 * @param filtered whether any filter is set
 * @param from the earliest expiry; null if any
 * @param until the exclusive latest expiry; null if any
 * @param asOf the past time whose certificates are shown; null for now
 * @param labels of {@code watch}, each name with its values, in order
 */
record CertificatesView(
    Page<CertificateView> page,
    OptionalLong count,
    boolean filtered,
    CertificateSort sort,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable Instant asOf,
    Map<String, List<String>> labels) {
  CertificatesView {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }
}
