package io.certvigil.web.pages;

import io.certvigil.store.view.ChangeView;
import io.certvigil.store.view.Page;
import java.time.Instant;

/**
 * All that the page of changes shows.
 *
 * @param page newest first
 * @param from since when they are shown
 * @param until before which
 */
record ChangesView(Page<ChangeView> page, Instant from, Instant until) {}
