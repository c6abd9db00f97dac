package io.certvigil.cloudflare.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import io.certvigil.cloudflare.sources.ListEndpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Checks that each GET of Cloudflare's API with something that ends is read, or is listed with the
 * reason why it is not.
 */
class DriftGateTest {
  /** The path of Cloudflare's whole OpenAPI document, as JSON or JSON compressed with xz. */
  private static final String PROPERTY = "certvigil.openapi";

  private static final Path DOCUMENT =
      Path.of(System.getProperty(PROPERTY, "../shared/reference/openapi-full.json.xz"));

  private static final String PLANTED =
      """
      {"paths":{
        "/radar/new_thing":{"get":{"responses":{"200":{"$ref":"#/components/responses/Planted"}}}},
        "/accounts/{a}/new_thing":{
          "get":{"responses":{"200":{"$ref":"#/components/responses/Planted"}}},
          "post":{}},
        "/accounts/{a}/old_thing":{
          "get":{"responses":{
            "200":{"content":{"application/json":{"schema":{"properties":{"id":{}}}}}},
            "4XX":{"$ref":"#/components/responses/Planted"}}}}},
       "components":{
         "responses":{"Planted":{"content":{"application/json":{
           "schema":{"allOf":[{"$ref":"#/components/schemas/Thing"}]}}}}},
         "schemas":{"Thing":{"properties":{
           "result":{"items":{"oneOf":[{"properties":{"id":{},"expires_at":{}}}]}},
           "parent":{"$ref":"#/components/schemas/Thing"}}}}}}
      """;

  @Test
  void everyGetOfTheTable_isReadOrHasAReason() throws IOException {
    var gets = DriftTables.expiringGets();

    assertThat(gets).hasSize(145);
    assertThat(gate().unclassified(gets)).isEmpty();
  }

  @Test
  void everyReason_isStillNeeded() throws IOException {
    assertThat(gate().outdatedReasons(DriftTables.expiringGets().keySet())).isEmpty();
  }

  /** If this fails, run {@link ExpiringGetsMaker} with the document, and classify what is new. */
  @Test
  void table_isThatOfCloudflaresWholeDocument() throws IOException {
    var gets = wholeDocument().expiringGets();

    assertThat(gate().unclassified(gets)).isEmpty();
    assertThat(gets).isEqualTo(DriftTables.expiringGets());
  }

  @Test
  void red_whenANewListHasAnExpiry() throws IOException {
    var planted = new OpenApiDocument(JsonParser.parseString(PLANTED).getAsJsonObject());
    var gets = new TreeMap<String, SortedSet<String>>(DriftTables.expiringGets());
    gets.putAll(planted.expiringGets());

    assertThat(gate().unclassified(gets))
        .containsExactly("/accounts/{a}/new_thing has result.expires_at");
  }

  @Test
  void red_whenOnlyOneOfAccountAndZoneIsRead() {
    var gate = new DriftGate(List.of("/accounts/{account_id}/access/things"), Map.of());
    var path = "/{accounts_or_zones}/{account_or_zone_id}/access/things";

    assertThat(gate.unclassified(Map.of(path, new TreeSet<>(List.of("expires_at")))))
        .containsExactly(path + " has expires_at");
  }

  @Test
  void green_whenTheOtherLevelHasAReason() {
    var gate =
        new DriftGate(
            List.of("/accounts/{account_id}/access/things"),
            Map.of("/zones/{zone_id}/access/things", "repeats the list of the account"));
    var path = "/{accounts_or_zones}/{account_or_zone_id}/access/things";

    assertThat(gate.unclassified(Map.of(path, new TreeSet<>(List.of("expires_at"))))).isEmpty();
  }

  @Test
  void reasonIsOutdated_whenItsListIsReadOrGone() {
    var gate =
        new DriftGate(
            List.of("/accounts/{account_id}/read"),
            Map.of("/accounts/{a}/read", "not needed", "/accounts/{a}/gone", "nothing ends"));

    assertThat(gate.outdatedReasons(List.of("/accounts/{id}/read")))
        .containsExactly("/accounts/{}/gone", "/accounts/{}/read");
  }

  private static OpenApiDocument wholeDocument() throws IOException {
    assumeTrue(
        Files.exists(DOCUMENT),
        () -> "Cloudflare's whole OpenAPI document is not at " + DOCUMENT + "; -D" + PROPERTY);
    return OpenApiDocument.open(DOCUMENT);
  }

  private static DriftGate gate() throws IOException {
    return new DriftGate(ListEndpoints.endpoints(), DriftTables.notWatched());
  }
}
