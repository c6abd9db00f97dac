package io.certvigil.notify.webhook;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The JSON schema of webhook bodies that is part of the distribution. */
public final class WebhookSchema {
  private static final JsonSchema SCHEMA = schema();

  private WebhookSchema() {}

  public static List<String> faults(String body) {
    return SCHEMA.validate(body, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  private static JsonSchema schema() {
    try (var file = WebhookBody.class.getResourceAsStream("webhook.schema.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
