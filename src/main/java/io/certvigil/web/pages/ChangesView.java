package io.certvigil.web.pages;

import io.certvigil.store.view.ChangeView;
import io.certvigil.store.view.Page;
import java.time.Instant;

/**
 * The data of the changes page.
 *
 * @param page newest first
 * @param from the start of the period
 * @param until the exclusive end of the period
 */
record ChangesView(Page<ChangeView> page, Instant from, Instant until) {}
