import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server that keeps one `xinyi batch` running beside it. Java 17 or later, nothing else.
 *
 *     java Server.java PORT SNAPSHOT xinyi batch --root root.json --snapshot SNAPSHOT --state STATE --programme ID
 *
 * The state is begun once: `xinyi batch … --state STATE --new-state < /dev/null`.
 *
 * `POST /nonces` gives a nonce. `POST /answers?nonce=…` with a presentation made for it answers as `xinyi batch` does.
 */
public final class Server {
    static final String AUDIENCE = "https://demo-app.example";
    static final long NONCE_NANOS =
            TimeUnit.SECONDS.toNanos(Long.parseLong(System.getenv().getOrDefault("NONCE_SECONDS", "300")));
    /** So many may be out at a time; whoever asks for more is told to come back. */
    static final int MOST_NONCES = Integer.parseInt(System.getenv().getOrDefault("MOST_NONCES", "10000"));
    static final int ANSWER_SECONDS = 10;
    static final int MOST_WAITING = 256;
    static final int MOST_BYTES = 256 * 1024;

    /** One process. It answers each line with a line, in their order. */
    static final class Batch {
        private final Process process;
        private final OutputStream input;
        private final Queue<CompletableFuture<String>> waiting = new ArrayDeque<>();
        private boolean ended;

        Batch(List<String> command) throws IOException {
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            input = process.getOutputStream();
            Thread reader = new Thread(this::read);
            reader.setDaemon(true);
            reader.start();
        }

        String ask(String question) throws IOException, InterruptedException, TimeoutException {
            CompletableFuture<String> answer = new CompletableFuture<>();
            synchronized (input) {
                synchronized (waiting) {
                    if (ended) throw new IOException("xinyi batch has ended");
                    if (waiting.size() >= MOST_WAITING) throw new IOException("more is asked than is answered");
                    waiting.add(answer);
                }
                input.write((question + "\n").getBytes(StandardCharsets.UTF_8));
                input.flush();
            }
            try {
                // An answer that comes too late is read all the same: those behind it keep their order.
                return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            }
        }

        boolean hasEnded() {
            synchronized (waiting) {
                return ended;
            }
        }

        /** The process answers what it was asked, and ends. */
        void close() throws IOException {
            synchronized (input) {
                synchronized (waiting) {
                    ended = true;
                }
                input.close();
            }
        }

        private void read() {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line; (line = lines.readLine()) != null; ) {
                    CompletableFuture<String> next;
                    synchronized (waiting) {
                        next = waiting.remove();
                    }
                    next.complete(line);
                }
            } catch (IOException e) {
                process.destroy();
            }
            synchronized (waiting) {
                ended = true;
                waiting.forEach(answer -> answer.completeExceptionally(new IOException("xinyi batch has ended")));
            }
        }
    }

    /** Starts the process anew when there is a new snapshot, and when it has ended. */
    static final class Keeper {
        private final List<String> command;
        private final Path snapshot;
        private Batch batch;
        private String stamp;

        Keeper(List<String> command, Path snapshot) {
            this.command = command;
            this.snapshot = snapshot;
        }

        synchronized Batch current() throws IOException {
            BasicFileAttributes found = Files.readAttributes(snapshot, BasicFileAttributes.class);
            // One that was put in its place may be of the same time.
            String now = found.lastModifiedTime() + " " + found.size() + " " + found.fileKey();
            if (batch == null || batch.hasEnded() || !now.equals(stamp)) {
                Batch before = batch;
                batch = new Batch(command);
                stamp = now;
                if (before != null && !before.hasEnded()) before.close();
            }
            return batch;
        }
    }

    /** Each is made for one request, and is good once and for some minutes. */
    static final class Nonces {
        private final SecureRandom random = new SecureRandom();
        private final Map<String, Long> made = new HashMap<>();

        /** None where too many are out. */
        synchronized Optional<String> make() {
            byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            long now = System.nanoTime();
            if (made.size() >= MOST_NONCES) made.values().removeIf(at -> now - at > NONCE_NANOS);
            if (made.size() >= MOST_NONCES) return Optional.empty();
            made.put(nonce, now);
            return Optional.of(nonce);
        }

        synchronized boolean take(String nonce) {
            Long at = made.remove(nonce);
            return at != null && System.nanoTime() - at <= NONCE_NANOS;
        }
    }

    public static void main(String[] args) throws IOException {
        Keeper keeper = new Keeper(Arrays.asList(args).subList(2, args.length), Path.of(args[1]));
        Nonces nonces = new Nonces();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 0);
        server.createContext("/nonces", exchange -> {
            Optional<String> nonce = nonces.make();
            if (nonce.isPresent()) {
                reply(exchange, 200, "{\"audience\":\"" + AUDIENCE + "\",\"nonce\":\"" + nonce.get() + "\"}");
            } else {
                reply(exchange, 503, "");
            }
        });
        server.createContext("/answers", exchange -> {
            byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
            String query = String.valueOf(exchange.getRequestURI().getRawQuery());
            String nonce = query.startsWith("nonce=") ? query.substring(6) : "";
            String bundle = new String(body, StandardCharsets.ISO_8859_1);
            if (body.length > MOST_BYTES) {
                reply(exchange, 413, "");
            } else if (!nonces.take(nonce)) {
                reply(exchange, 403, "");
            } else if (!bundle.matches("[A-Za-z0-9_.~-]*")) {
                // What a presentation is written in needs no escapes in JSON; for anything else take a JSON library.
                reply(exchange, 400, "");
            } else {
                String question = String.format("{\"id\":\"%s\",\"bundle\":\"%s\",\"audience\":\"%s\",\"nonce\":\"%s\"}", nonce, bundle, AUDIENCE, nonce);
                try {
                    // What the app gives is decided by this answer, here, and never by what a phone says of itself.
                    reply(exchange, 200, keeper.current().ask(question));
                } catch (TimeoutException e) {
                    reply(exchange, 504, "");
                } catch (IOException e) {
                    reply(exchange, 503, "");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    reply(exchange, 503, "");
                }
            }
        });
        server.setExecutor(Executors.newFixedThreadPool(64));
        server.start();
        System.out.println("listening on " + server.getAddress().getPort());
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (exchange; OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
