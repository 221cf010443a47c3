// The peer that the benchmark measures the catalog against: GetProduct and RegisterProduct of the same contract over
// the same tables, as a lean Go service would serve them. It asks for no token and publishes no events; it keeps no
// audit rows, remembers no request ids and traces nothing.
//
//	peer <address of the database>
//
// It listens on a free port of the loopback address, prints that address, and ends when its standard input closes.
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"os"

	"github.com/jackc/pgx/v4/pgxpool"
	"google.golang.org/grpc"
)

// As many as the catalog opens.
const connections = 10

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: peer <address of the database>")
	}
	config, err := pgxpool.ParseConfig(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	config.MaxConns = connections
	pool, err := pgxpool.ConnectConfig(context.Background(), config)
	if err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	server := grpc.NewServer()
	server.RegisterService(&service, &catalog{pool})
	go func() { log.Fatal(server.Serve(listener)) }()
	fmt.Println(listener.Addr())
	// The benchmark holds the other end: however it ends, this ends too.
	_, _ = io.Copy(io.Discard, os.Stdin)
}

var service = grpc.ServiceDesc{
	ServiceName: "ocop.catalog.v1.CatalogService",
	HandlerType: (*any)(nil),
	Methods: []grpc.MethodDesc{
		{MethodName: "GetProduct", Handler: getProduct},
		{MethodName: "RegisterProduct", Handler: registerProduct},
	},
}

func getProduct(server any, ctx context.Context, read func(any) error, _ grpc.UnaryServerInterceptor) (any, error) {
	request := new(GetProductRequest)
	if err := read(request); err != nil {
		return nil, err
	}
	return server.(*catalog).getProduct(ctx, request)
}

func registerProduct(server any, ctx context.Context, read func(any) error, _ grpc.UnaryServerInterceptor) (any, error) {
	request := new(RegisterProductRequest)
	if err := read(request); err != nil {
		return nil, err
	}
	return server.(*catalog).registerProduct(ctx, request)
}
