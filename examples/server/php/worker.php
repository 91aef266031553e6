<?php
// Keeps one `xinyi batch` running for pages, which end with each request and so cannot. PHP 8.1 or later, nothing else.
//
//     php worker.php SOCKET SNAPSHOT xinyi batch --root root.json --snapshot SNAPSHOT --state STATE --programme ID
//
// The state is begun once: `xinyi batch … --state STATE --new-state < /dev/null`.
//
// A page connects to the UNIX socket, writes a line and reads a line.
declare(strict_types=1);

// Beyond this it says so at once. What the process does not take yet waits here, and never makes this one wait for it.
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
    $writes = [];
    foreach ([$batch, $before] as $one) {
        if ($one && $one->pending !== '') {
            $writes[] = $one->input;
        }
    }
    $none = null;
    if (!stream_select($reads, $writes, $none, 1)) {
        continue;
    }
    foreach ($writes as $write) {
        foreach ([$batch, $before] as $one) {
            if ($one && $write === $one->input) {
                $one->flush();
            }
        }
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
    // Two within a second are two files.
    $stat = stat($snapshot);
    $stamp = implode(' ', [$stat['mtime'], $stat['ino'], $stat['size']]);
    // Started anew when there is a new snapshot, and when it has ended. The one before answers what it was asked.
    if ($batch && $batch->stamp !== $stamp && !$before) {
        $before = $batch;
        $before->close();
        $batch = null;
    }
    $batch ??= new Batch($command, $stamp);
    if (!$is_one || count($batch->waiting) >= MOST_WAITING || !$batch->ask($line, $client)) {
        hangUp($client);
    }
}

/** Ends a connection. A process that was started meanwhile has it open too, so that closing it here would not do. */
function hangUp($client): void
{
    @stream_socket_shutdown($client, STREAM_SHUT_RDWR);
    fclose($client);
}

final class Batch
{
    public $input;
    public $output;
    public array $waiting = [];
    public bool $ended = false;
    /** What the process has not taken yet. */
    public string $pending = '';
    private bool $closes = false;
    private $process;

    public function __construct(array $command, public string $stamp)
    {
        $this->process = proc_open($command, [['pipe', 'r'], ['pipe', 'w'], STDERR], $pipes);
        [$this->input, $this->output] = $pipes;
        stream_set_blocking($this->input, false);
    }

    public function ask(string $line, $client): bool
    {
        $this->waiting[] = $client;
        $this->pending .= $line;
        if ($this->flush()) {
            return true;
        }
        array_pop($this->waiting);
        return false;
    }

    /** Writes as much as the process takes. False: there is none any more. */
    public function flush(): bool
    {
        while ($this->pending !== '') {
            $written = @fwrite($this->input, $this->pending);
            if ($written === false) {
                $this->pending = '';
                return false;
            }
            if ($written === 0) {
                return true;
            }
            $this->pending = substr($this->pending, $written);
        }
        if ($this->closes) {
            fclose($this->input);
        }
        return true;
    }

    /** Hands an answer to whom it is for; an end of all answers to everybody. */
    public function answer(): void
    {
        $line = fgets($this->output);
        if ($line === false) {
            array_map(hangUp(...), $this->waiting);
            $this->ended = true;
            proc_close($this->process);
            return;
        }
        $client = array_shift($this->waiting);
        stream_set_blocking($client, true);
        @fwrite($client, $line);
        hangUp($client);
    }

    /** It ends by itself once it has answered what it was asked. */
    public function close(): void
    {
        $this->closes = true;
        $this->flush();
    }
}
