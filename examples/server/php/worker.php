<?php
// Keeps one `xinyi batch` running for pages, which end with each request and so cannot. PHP 8.1 or later, nothing else.
//
//     php worker.php SOCKET SNAPSHOT xinyi batch --root root.json --snapshot SNAPSHOT --programme ID
//
// A page connects to the UNIX socket, writes a line and reads a line.
declare(strict_types=1);

// So many lines and their answers fit in the pipes, so that this process and that one never wait for each other.
const MOST_WAITING = 32;
const MOST_BYTES = 512 * 1024;

[, $socket, $snapshot] = $argv;
$command = array_slice($argv, 3);
$problem = null;
if (file_exists($socket)) {
    unlink($socket);
}
$server = stream_socket_server("unix://$socket", $code, $problem) ?: exit("$problem\n");
stream_set_blocking($server, false);

/** @var array<int, resource> $clients Whose line is still to come whole, and what there is of it. */
$clients = $lines = [];
/** One process. It answers each line with a line, in their order: those for whom it has yet to. */
$batch = $before = null;

echo "listening on $socket\n";
while (true) {
    $reads = [$server, ...$clients];
    foreach ([$batch, $before] as $one) {
        if ($one) {
            $reads[] = $one->output;
        }
    }
    $none = null;
    if (!stream_select($reads, $none, $none, 1)) {
        continue;
    }
    foreach ($reads as $read) {
        if ($read === $server) {
            if ($client = stream_socket_accept($server, 0)) {
                stream_set_blocking($client, false);
                $clients[(int) $client] = $client;
                $lines[(int) $client] = '';
            }
        } elseif (isset($clients[(int) $read])) {
            ask($read);
        } else {
            foreach ([$batch, $before] as $one) {
                if ($one && $read === $one->output) {
                    $one->answer();
                }
            }
        }
    }
    $batch = $batch?->ended ? null : $batch;
    $before = $before?->ended ? null : $before;
}

/** Reads what a client has written, and hands it on once it is a line. */
function ask($client): void
{
    global $clients, $lines, $batch, $before, $command, $snapshot;
    $number = (int) $client;
    $read = fread($client, 65536);
    $lines[$number] .= $read;
    // One line and no other: what is blank has no answer, and what is two lines has two, which would come to others.
    $is_whole = str_ends_with($lines[$number], "\n");
    $is_one = $is_whole && trim($lines[$number]) !== '' && substr_count($lines[$number], "\n") === 1;
    if (!$is_whole && $read !== '' && $read !== false && strlen($lines[$number]) <= MOST_BYTES) {
        return;
    }
    $line = $lines[$number];
    unset($clients[$number], $lines[$number]);
    clearstatcache();
    $stamp = filemtime($snapshot);
    // Started anew when there is a new snapshot, and when it has ended. The one before answers what it was asked.
    if ($batch && $batch->stamp !== $stamp && !$before) {
        $before = $batch;
        $before->close();
        $batch = null;
    }
    $batch ??= new Batch($command, $stamp);
    if (!$is_one || count($batch->waiting) >= MOST_WAITING || !$batch->ask($line, $client)) {
        fclose($client);
    }
}

final class Batch
{
    public $output;
    public array $waiting = [];
    public bool $ended = false;
    private $process;
    private $input;

    public function __construct(array $command, public int $stamp)
    {
        $this->process = proc_open($command, [['pipe', 'r'], ['pipe', 'w'], STDERR], $pipes);
        [$this->input, $this->output] = $pipes;
    }

    public function ask(string $line, $client): bool
    {
        $this->waiting[] = $client;
        if (@fwrite($this->input, $line) === strlen($line)) {
            return true;
        }
        array_pop($this->waiting);
        return false;
    }

    /** Hands an answer to whom it is for; an end of all answers to everybody. */
    public function answer(): void
    {
        $line = fgets($this->output);
        if ($line === false) {
            array_map(fclose(...), $this->waiting);
            $this->ended = true;
            proc_close($this->process);
            return;
        }
        $client = array_shift($this->waiting);
        stream_set_blocking($client, true);
        @fwrite($client, $line);
        fclose($client);
    }

    public function close(): void
    {
        fclose($this->input);
    }
}
