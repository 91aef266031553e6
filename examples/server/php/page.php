<?php
// The page of a server whose `xinyi batch` a worker keeps running. PHP 8.1 or later, nothing else.
//
//     SOCKET=/run/xinyi.sock NONCES=/var/lib/xinyi-nonces php -S 127.0.0.1:8080 page.php
//
// `POST /nonces` gives a nonce. `POST /answers?nonce=…` with a presentation made for it answers as `xinyi batch` does.
declare(strict_types=1);

const AUDIENCE = 'https://demo-app.example';
const NONCE_SECONDS = 300;
// So many may be out at a time; whoever asks for more is told to come back.
const MOST_NONCES = 10000;
const ANSWER_SECONDS = 10;
const MOST_BYTES = 256 * 1024;

header('Content-Type: application/json');
[$path] = explode('?', $_SERVER['REQUEST_URI']);
match ($path) {
    '/nonces' => make_nonce(),
    '/answers' => answer($_GET['nonce'] ?? '', file_get_contents('php://input', length: MOST_BYTES + 1)),
    default => http_response_code(404),
};

/** Each is made for one request, and is good once and for some minutes. */
function make_nonce(): void
{
    $nonce = rtrim(strtr(base64_encode(random_bytes(16)), '+/', '-_'), '=');
    $folder = getenv('NONCES');
    $most = (int) (getenv('MOST_NONCES') ?: MOST_NONCES);
    $seconds = nonce_seconds();
    // One page after the other counts them. A name with a dot is no nonce.
    $lock = fopen("$folder/.lock", 'c');
    flock($lock, LOCK_EX);
    $out = glob("$folder/*", GLOB_NOSORT);
    if (count($out) >= $most) {
        $out = array_filter($out, fn ($file) => time() - (int) @filemtime($file) <= $seconds || !@unlink($file));
    }
    if (count($out) >= $most) {
        http_response_code(503);
        return;
    }
    touch("$folder/$nonce");
    fclose($lock);
    echo json_encode(['audience' => AUDIENCE, 'nonce' => $nonce], JSON_UNESCAPED_SLASHES);
}

function nonce_seconds(): int
{
    return (int) (getenv('NONCE_SECONDS') ?: NONCE_SECONDS);
}

function take_nonce(mixed $nonce): bool
{
    if (!is_string($nonce) || !preg_match('/^[A-Za-z0-9_-]{22}$/D', $nonce)) {
        return false;
    }
    $file = getenv('NONCES') . "/$nonce";
    $made = @filemtime($file);
    // Of two requests with one nonce, one removes the file.
    return @unlink($file) && time() - $made <= nonce_seconds();
}

function answer(mixed $nonce, string $bundle): void
{
    if (strlen($bundle) > MOST_BYTES) {
        http_response_code(413);
    } elseif (!take_nonce($nonce)) {
        http_response_code(403);
    } else {
        $question = ['id' => $nonce, 'bundle' => $bundle, 'audience' => AUDIENCE, 'nonce' => $nonce];
        // JSON has no line break but between its parts, and json_encode puts none there.
        $answer = ask(json_encode($question, JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE) . "\n");
        // What the app gives is decided by this answer, here, and never by what a phone says of itself.
        $answer === false ? http_response_code(503) : print $answer;
    }
}

function ask(string $line): string|false
{
    $worker = @stream_socket_client('unix://' . getenv('SOCKET'), timeout: ANSWER_SECONDS);
    if (!$worker) {
        return false;
    }
    stream_set_timeout($worker, ANSWER_SECONDS);
    fwrite($worker, $line);
    return fgets($worker);
}
