package io.certvigil.cloudflare.http;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.PrintableText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The items of all passes through a list, and whether another pass is needed. */
final class PassUnion<T> {
  /**
   * A list of three pages that is in random order at each request is complete after nine passes on
   * average.
   */
  private static final int MAX_PASSES = 12;

  /** Longer lists would need too many requests. */
  private static final int MAX_MOVING_ITEMS = 10_000;

  private static final int MAX_LENGTH = 300;

  private final Map<String, T> all = new LinkedHashMap<>();
  private final int passes;
  private int read;
  private int inFirst;
  private @Nullable Long total;
  private boolean sameTotal = true;

  PassUnion(int passes) {
    this.passes = passes;
  }

  /** Adds a pass; returns the result, or null if the list must be read again. */
  @Nullable ListResult<T> add(PageCollector<T> pass) {
    var fault = fault(pass);
    if (fault == null) {
      return new ListResult.Complete<>(pass.items());
    }
    read++;
    all.putAll(pass.byId());
    inFirst = read == 1 ? all.size() : inFirst;
    compare(pass.agreedTotal());
    if (pass.failure() != null) {
      var isFailed = all.isEmpty() && !pass.hasPage();
      return isFailed ? new ListResult.Failed<>(fault) : partial(pass, fault);
    }
    if (!pass.inconsistent()) {
      return partial(pass, fault); // reading again would give the same items not understood
    }
    if (sameTotal && total != null && total == all.size()) {
      return new ListResult.Complete<>(List.copyOf(all.values()));
    }
    return read < passes || (read < MAX_PASSES && isMoving(pass)) ? null : partial(pass, fault);
  }

  private void compare(@Nullable Long announced) {
    sameTotal &= announced != null && (total == null || total.equals(announced));
    total = announced;
  }

  /**
   * Whether items move between the pages of a list with an unchanged total: a pass contained some
   * of them twice, or found what the first one missed.
   */
  private boolean isMoving(PageCollector<T> pass) {
    return passes > 1
        && sameTotal
        && total != null
        && total > all.size()
        && total <= MAX_MOVING_ITEMS
        && (pass.moved() || all.size() > inFirst);
  }

  private ListResult<T> partial(PageCollector<T> pass, Fault fault) {
    return new ListResult.Partial<>(List.copyOf(all.values()), pass.expected(), fault);
  }

  private static @Nullable Fault fault(PageCollector<?> pass) {
    var failure = pass.failure();
    if (failure != null) {
      return failure;
    }
    var odd = pass.oddText();
    if (!pass.inconsistent()) {
      return odd.isEmpty() ? null : new Fault(FaultReason.MALFORMED, line(odd));
    }
    var announced = pass.announced() == 0 ? "no usable total" : String.valueOf(pass.announced());
    var detail =
        "the pages contained %d different items, but announced %s"
            .formatted(pass.size(), announced);
    return new Fault(FaultReason.INCOMPLETE, line(odd.isEmpty() ? detail : detail + "; " + odd));
  }

  private static String line(String text) {
    return PrintableText.shortened(text, MAX_LENGTH);
  }
}
