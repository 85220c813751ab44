// node's ws, with each message framed once for all: node node_ws.cjs PORT CONTROL

const net = require("net");
const { Sender, WebSocketServer } = require("ws");

const [port, control] = process.argv.slice(2).map(Number);
const server = new WebSocketServer({ host: "127.0.0.1", port, perMessageDeflate: false, backlog: 4096 });

function publish(text) {
  const options = { fin: true, opcode: 1, mask: false, rsv1: false, readOnly: false };
  const frame = Buffer.concat(Sender.frame(Buffer.from(text), options));
  for (const client of server.clients) client._socket.write(frame);
}

net
  .createServer((socket) => {
    let waiting = "";
    socket.on("data", (data) => {
      const lines = (waiting + data).split("\n");
      waiting = lines.pop();
      lines.forEach(publish);
    });
  })
  .listen(control, "127.0.0.1");
