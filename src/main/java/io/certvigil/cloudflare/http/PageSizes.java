package io.certvigil.cloudflare.http;

import io.certvigil.model.FaultReason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The page size of each list: the largest one, or what Cloudflare accepted after it refused larger
 * ones. The limits of some lists depend on the plan, so each list of each account and zone has its
 * own size. Thread-safe.
 */
final class PageSizes {
  /** The sizes that Cloudflare documents for its lists. */
  private static final List<Integer> DOCUMENTED = List.of(500, 100, 50, 20);

  /** Cloudflare says this with different codes; 6008 is usual. */
  private static final Pattern REFUSAL =
      Pattern.compile("\\bcode 6008\\b|per[_ ]?page|page[_ ]?size", Pattern.CASE_INSENSITIVE);

  private final Map<String, Integer> accepted = new ConcurrentHashMap<>();

  /** The size with which this list is requested; 0 if it has no pages. */
  int of(ListEndpoint<?> listing, String owner) {
    return accepted.getOrDefault(key(listing, owner), listing.perPage());
  }

  /** Remembers that this list accepts pages of this size. */
  void accept(ListEndpoint<?> listing, String owner, int size) {
    if (size < listing.perPage()) {
      accepted.put(key(listing, owner), size);
    }
  }

  private static String key(ListEndpoint<?> listing, String owner) {
    return listing.template() + " " + owner;
  }

  /** The next smaller documented size after this answer; 0 if the page size is not its fault. */
  static int afterRefusal(PageResult<?> answer, int size) {
    return isRefusal(answer)
        ? DOCUMENTED.stream().filter(smaller -> smaller < size).findFirst().orElse(0)
        : 0;
  }

  private static boolean isRefusal(PageResult<?> answer) {
    return answer instanceof PageResult.Failed<?>(var fault)
        && fault.reason() == FaultReason.HTTP_4XX
        && REFUSAL.matcher(fault.detail()).find();
  }
}
