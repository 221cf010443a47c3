"""A partner that reads its events on NATS with nats-py. The test `partner_python` runs it.

The first line of the input is JSON: the server's url, what `IssueNatsCredentials` gave this partner (`access`) and what
another one was given (`other`). Each further line is one of the words of `ANSWERS`; each is answered by a line of JSON.
"""

import asyncio
import json
import sys

import nats
from nats.errors import Error

# Every refusal of the server in order of arrival.
refusals = asyncio.Queue()
ended = asyncio.Event()
came_back = asyncio.Event()


async def note(error):
    refusals.put_nowait(str(error))


async def on_end():
    ended.set()


async def on_return():
    came_back.set()


async def connect(url, access, **options):
    return await nats.connect(
        url,
        user=access["user"],
        password=access["password"],
        inbox_prefix=access["inbox_prefix"].encode(),
        error_cb=note,
        connect_timeout=5,
        **options,
    )


class Partner:
    def __init__(self, url, access, other):
        self.url, self.access, self.other = url, access, other

    async def connect(self):
        """Tries until it is admitted: promotion answers the server a moment after it serves."""
        while True:
            try:
                self.client = await connect(
                    self.url,
                    self.access,
                    allow_reconnect=True,
                    reconnect_time_wait=0.1,
                    # Without it the client gives up after 60 attempts, six seconds here.
                    max_reconnect_attempts=-1,
                    disconnected_cb=on_end,
                    reconnected_cb=on_return,
                )
                break
            except (Error, OSError):
                await asyncio.sleep(0.1)
        self.stream = self.client.jetstream(domain=self.access["domain"], timeout=5)
        self.live = await self.client.subscribe(self.access["subject"])
        await self.client.flush()
        return "connected"

    async def past(self):
        """Everything in its own consumer, acknowledged."""
        pull = await self.stream.pull_subscribe_bind(self.access["consumer"], stream=self.access["stream"])
        read = []
        while not read or (await pull.consumer_info()).num_pending:
            try:
                for message in await pull.fetch(10, timeout=5):
                    await message.ack_sync()
                    read.append(message.subject)
            # nats-py raises its own kind, which is one of these, or the plain one.
            except asyncio.TimeoutError:
                pass
        return read

    async def present(self):
        """The next one as it happens."""
        return (await self.live.next_msg(timeout=60)).subject

    async def refused(self):
        """What it tries beside that: each attempt with what came of it, which is an answer of the server or nothing."""
        tried = {}
        for subject in [
            self.other["subject"],
            self.other["inbox_prefix"] + ".>",
            "ocop.promotion.v1.match.*.*.*",
            "ocop.promotion.v1.gift_order.*.*",
            "ocop.>",
            "_INBOX.>",
            "$JS.>",
            "$SYS.>",
            ">",
        ]:
            tried["subscribe " + subject] = await self.refusal(self.client.subscribe(subject))
        event = self.other["subject"].replace("*.*", "opened.51")
        for subject in [event, "ocop.promotion.v1.match.opened.51.x", "ocop.catalog.v1.product.registered.51"]:
            tried["publish " + subject] = await self.refusal(self.client.publish(subject, b"{}"))
        for prefix in [f"$JS.{self.access['domain']}.API", "$JS.API"]:
            manager = self.client.jsm(prefix=prefix, timeout=0.5)
            for name, attempt in self.changes(manager).items():
                tried[f"{prefix}: {name}"] = await self.refusal(attempt)
        next_of = f"$JS.{self.access['domain']}.API.CONSUMER.MSG.NEXT.{self.access['stream']}."
        tried["pull from the other's consumer"] = await self.refusal(
            self.client.request(next_of + self.other["consumer"], b'{"batch":1,"no_wait":true}', timeout=0.5)
        )
        return tried

    def changes(self, manager):
        stream, own, others = self.access["stream"], self.access["consumer"], self.other["consumer"]
        event = self.other["subject"].replace("*.*", "opened.51")
        return {
            "make a stream": manager.add_stream(name="MINE", subjects=["mine.>"]),
            "make a copy of the stream": manager.add_stream(name="COPY", sources=[nats.js.api.StreamSource(stream)]),
            "change the stream": manager.update_stream(name=stream, subjects=["ocop.>"]),
            "delete the stream": manager.delete_stream(stream),
            "purge the stream": manager.purge_stream(stream),
            "look at the stream": manager.stream_info(stream),
            "read a message by number": manager.get_msg(stream, 1),
            "make a consumer": manager.add_consumer(stream, durable_name="mine", ack_policy="explicit"),
            "make its own consumer anew": manager.add_consumer(stream, durable_name=own, deliver_subject=event),
            "make the other's consumer": manager.add_consumer(stream, durable_name=others, ack_policy="explicit"),
            "delete its own consumer": manager.delete_consumer(stream, own),
            "delete the other's consumer": manager.delete_consumer(stream, others),
            "list consumers": manager.consumers_info(stream),
            "look at the other's consumer": manager.consumer_info(stream, others),
        }

    async def refusal(self, attempt):
        """The words with which the server refuses; empty when it does not."""
        attempt = asyncio.ensure_future(attempt)
        try:
            return await asyncio.wait_for(refusals.get(), 20)
        except asyncio.TimeoutError:
            return ""
        finally:
            attempt.cancel()

    async def redirect(self):
        """Has events that it pulls, and answers about its consumer, delivered to the other partner."""
        stream, own = self.access["stream"], self.access["consumer"]
        api = f"$JS.{self.access['domain']}.API.CONSUMER."
        aims = [
            self.other["subject"].replace("*.*", "opened.51"),
            f"_INBOX_{self.other['consumer'].removeprefix('partner-')}.x",
            f"$JS.ACK.{stream}.{self.other['consumer']}.1.1.1.1.0",
        ]
        for aim in aims:
            await self.client.publish(f"{api}MSG.NEXT.{stream}.{own}", b'{"batch":1,"no_wait":true}', reply=aim)
            await self.client.publish(f"{api}INFO.{stream}.{own}", b"", reply=aim)
        # The server itself refuses to send answers to where acknowledgements go.
        refused = [await refusals.get() for _ in range(2)]
        # Questions are answered in order, so that those before it have been answered too.
        await self.stream.consumer_info(stream, own)
        return refused

    async def renewed(self):
        """Connected again after its session was renewed."""
        await asyncio.wait_for(came_back.wait(), 60)
        came_back.clear()
        await self.client.flush()
        return "connected"

    async def revoked(self):
        """The connection ends, and no other begins."""
        await asyncio.wait_for(ended.wait(), 60)
        try:
            await connect(self.url, self.access, allow_reconnect=False)
            return "connected"
        except (Error, OSError) as error:
            return str(error)


ANSWERS = {"connect", "past", "present", "refused", "redirect", "renewed", "revoked"}


async def main():
    loop = asyncio.get_running_loop()
    read = lambda: loop.run_in_executor(None, sys.stdin.readline)
    partner = Partner(**json.loads(await read()))
    while word := (await read()).strip():
        assert word in ANSWERS, word
        print(json.dumps(await getattr(partner, word)()), flush=True)


asyncio.run(main())
