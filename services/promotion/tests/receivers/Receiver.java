// Receives webhooks of OCOP: needs nothing but Java 17. What reads JSON is your choice; the type is found without it.
//
//     OCOP_WEBHOOK_SECRET=whsec_… PORT=8080 java Receiver.java
//
// Several secrets, separated by blanks, are taken while one is rotated.

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public final class Receiver {
    private static final int MOST = 1 << 20; // bytes of a body
    private static final Pattern CHALLENGE = Pattern.compile("\"challenge\":\"([^\"]*)\"");
    private static final List<byte[]> SECRETS = new ArrayList<>();
    private static final long TOLERANCE = Long.parseLong(env("OCOP_WEBHOOK_TOLERANCE", "300")); // seconds
    // Keep this in a database: an event may come again days later, with the same id.
    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    private static String env(String name, String usual) {
        String value = System.getenv(name);
        return value == null || value.isEmpty() ? usual : value;
    }

    private static boolean verified(HttpExchange exchange, byte[] body) throws Exception {
        String id = exchange.getRequestHeaders().getFirst("webhook-id");
        String timestamp = exchange.getRequestHeaders().getFirst("webhook-timestamp");
        String signatures = exchange.getRequestHeaders().getFirst("webhook-signature");
        if (id == null || timestamp == null || signatures == null || !timestamp.matches("\\d{1,18}")) {
            return false;
        }
        if (Math.abs(System.currentTimeMillis() / 1000 - Long.parseLong(timestamp)) > TOLERANCE) {
            return false;
        }
        for (byte[] secret : SECRETS) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
            for (String signature : signatures.split(" ")) {
                if (MessageDigest.isEqual(signature.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST + 1);
        try {
            if (body.length > MOST) {
                answer(exchange, 413, "");
            } else if (!verified(exchange, body)) {
                answer(exchange, 401, "");
            } else {
                String text = new String(body, StandardCharsets.UTF_8);
                if (text.startsWith("{\"type\":\"ocop.promotion.subscription.test.v1\"")) {
                    Matcher challenge = CHALLENGE.matcher(text);
                    answer(exchange, 200, challenge.find() ? challenge.group(1) : "");
                    return;
                }
                if (SEEN.add(exchange.getRequestHeaders().getFirst("webhook-id"))) {
                    // Keep the event and answer at once; work on it afterwards.
                    System.out.println(text);
                }
                answer(exchange, 204, "");
            }
        } catch (Exception wrong) {
            answer(exchange, 500, "");
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    public static void main(String[] arguments) throws IOException {
        for (String secret : System.getenv("OCOP_WEBHOOK_SECRET").trim().split("\\s+")) {
            SECRETS.add(Base64.getDecoder().decode(secret.replaceFirst("^whsec_", "")));
        }
        int port = Integer.parseInt(env("PORT", "8080"));
        HttpServer server = HttpServer.create(new InetSocketAddress(env("HOST", "127.0.0.1"), port), 0);
        server.createContext("/", Receiver::receive);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }
}
